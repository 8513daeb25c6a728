// The lock of a shared phone: when nobody has touched the screen for so long, a dialog covers the page and leaves what was
// typed in it as it is. The server keeps the time too: this only spares people the loss of a half-filled form.
const lock = document.getElementById("screen-lock");
const place = lock.querySelector("[data-lock-form]");
const after = Number(lock.dataset.after) * 60_000;
const TICK_MS = 5_000;
const TOUCHED = "screen-touched"; // shared with the other tabs
let told = Date.now();

const touched = () => Number(localStorage.getItem(TOUCHED));

const touch = () => localStorage.setItem(TOUCHED, Date.now());

function cover() {
  if (!lock.open) lock.showModal();
  if (place.hasChildNodes()) return;
  const token = document.querySelector("[name=csrf_token]").value;
  htmx.ajax("POST", lock.dataset.lock, { target: place, swap: "innerHTML", values: { csrf_token: token } });
}

function uncover() {
  touch();
  place.replaceChildren();
  lock.close();
}

// Whoever fills in a form asks for no page meanwhile.
function tell() {
  if (touched() <= told || Date.now() - told < after / 2) return;
  told = Date.now();
  fetch(lock.dataset.awake, { cache: "no-store" }).catch(() => {});
}

function look() {
  if (lock.open || Date.now() - touched() >= after) cover();
  else tell();
}

touch(); // a page that opens was asked for
for (const kind of ["pointerdown", "keydown", "input"]) document.addEventListener(kind, touch, { passive: true });
for (const kind of ["visibilitychange", "focus", "pageshow"]) window.addEventListener(kind, look);
lock.addEventListener("cancel", (event) => event.preventDefault());
lock.addEventListener("htmx:afterSwap", () => place.querySelector("[type=password]")?.focus());
lock.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
  if (xhr.status === 204 && !xhr.getResponseHeader("HX-Redirect")) uncover();
});
setInterval(look, TICK_MS);
