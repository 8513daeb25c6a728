// A masked value: choosing a purpose posts it, shows the full value for a minute, then the mask again.
const SHOWN_MS = 60_000;
const form = document.getElementById("reveal-form");
const words = document.getElementById("network-words")?.content.firstElementChild.dataset;

function say(text) {
  document.dispatchEvent(new CustomEvent("desk:toast", { detail: { category: "bad", text } }));
}

async function ask(button) {
  const body = new URLSearchParams(new FormData(form));
  body.set(button.name, button.value);
  const answer = await fetch(button.formAction, { method: "POST", body, headers: { "HX-Request": "true" } });
  form.dispatchEvent(new CustomEvent("desk:answered", { bubbles: true }));
  const onward = answer.headers.get("HX-Redirect");
  if (onward) location.assign(onward);
  return { good: answer.ok && !onward, text: (await answer.text()).trim() };
}

function uncover(place, html) {
  const mask = place.textContent;
  const shown = new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
  place.textContent = shown;
  place.classList.add("is-revealed");
  setTimeout(() => {
    place.textContent = mask;
    place.classList.remove("is-revealed");
  }, SHOWN_MS);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-reveal-purpose]");
  if (!button || !form) return;
  event.preventDefault();
  const place = button.closest("[data-masked]").querySelector("[data-masked-value]");
  button.closest("[popover]")?.hidePopover();
  if (place.classList.contains("is-revealed")) return;
  try {
    const { good, text } = await ask(button);
    if (good) uncover(place, text);
    else say(words.failed);
  } catch {
    say(words.offline);
  }
});
