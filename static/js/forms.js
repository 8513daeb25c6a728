// Forms: no second sending by a nervous finger (the server is the real guard), and a fresh form id after each answer.
const AGAIN_MS = 4000;

function hold(form, held) {
  form.toggleAttribute("data-sent", held);
  form.setAttribute("aria-busy", String(held));
  const outside = form.id ? document.querySelectorAll(`button[form="${CSS.escape(form.id)}"]`) : [];
  [...form.querySelectorAll("button[type=submit]"), ...outside].forEach((each) => (each.disabled = held));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.hasAttribute("data-sent")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("data-sent", "");
  setTimeout(() => hold(form, true)); // after the browser has read which button was pressed
  setTimeout(() => hold(form, false), AGAIN_MS); // a file was saved and the page stayed
});

addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach((each) => hold(each, false));
});

function renewId(form) {
  const id = form.querySelector("input[name=once]");
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  if (id) id.value = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("form")) hold(event.target, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target;
  if (!form.matches("form")) return;
  hold(form, false);
  if (event.detail.successful) renewId(form);
});
document.addEventListener("desk:answered", (event) => renewId(event.target));
