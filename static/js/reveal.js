// A masked value: choosing a purpose posts it, shows the full value for a minute, then the mask again.
// The minute counts by the clock: a tab that slept covers what it showed as soon as it wakes, and
// nothing stays in a page that is put aside.
const SHOWN_MS = 60_000;
const form = document.getElementById("reveal-form");
const words = document.getElementById("network-words")?.content.firstElementChild.dataset;
const open = new Map();

function say(text) {
  document.dispatchEvent(new CustomEvent("desk:toast", { detail: { category: "bad", text } }));
}

function plain(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, " ").trim();
}

async function ask(button, reason) {
  const body = new URLSearchParams(new FormData(form));
  body.delete("reason");
  body.set("reason", reason?.value ?? "");
  body.set(button.name, button.value);
  const answer = await fetch(button.formAction, { method: "POST", body, cache: "no-store", headers: { "HX-Request": "true" } });
  form.dispatchEvent(new CustomEvent("desk:answered", { bubbles: true }));
  const onward = answer.headers.get("HX-Redirect");
  if (onward) location.assign(onward);
  return { good: answer.ok && !onward, refused: answer.status >= 400 && answer.status < 500, text: plain(await answer.text()) };
}

function cover(place) {
  const shown = open.get(place);
  if (!shown) return;
  open.delete(place);
  clearTimeout(shown.timer);
  place.textContent = shown.mask;
  place.classList.remove("is-revealed");
}

function uncover(place, text) {
  const timer = setTimeout(() => cover(place), SHOWN_MS);
  open.set(place, { mask: place.textContent, until: Date.now() + SHOWN_MS, timer });
  place.textContent = text;
  place.classList.add("is-revealed");
}

function coverOld() {
  for (const [place, { until }] of open) if (Date.now() >= until) cover(place);
}

function coverAll() {
  for (const place of [...open.keys()]) cover(place);
}

document.addEventListener("visibilitychange", coverOld);
window.addEventListener("focus", coverOld);
window.addEventListener("pageshow", coverOld);
window.addEventListener("pagehide", coverAll);
document.addEventListener("freeze", coverAll);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-reveal-purpose]");
  if (!button || !form) return;
  event.preventDefault();
  const whole = button.closest("[data-masked]");
  const place = whole.querySelector("[data-masked-value]");
  const reason = whole.querySelector("[data-reveal-reason]");
  button.closest("[popover]")?.hidePopover();
  if (open.has(place)) return;
  try {
    const { good, refused, text } = await ask(button, reason);
    if (good) uncover(place, text);
    else say(refused && text ? text : words.failed);
    if (reason) reason.value = "";
  } catch {
    say(words.offline);
  }
});

// Enter in the words beside the purposes must not send the page's other forms.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.closest?.("[data-reveal-reason]")) {
    event.preventDefault();
    event.target.closest("[data-masked]").querySelector("[data-reveal-purpose]")?.focus();
  }
});
