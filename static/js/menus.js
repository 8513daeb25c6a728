// Puts an opened popover beside its button, lets the arrow keys walk in it, and moves the side menu in and out on phones.
const GAP = 6;

function place(menu) {
  const opener = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  if (!opener) return;
  menu.classList.add("is-placed");
  const from = opener.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = from.bottom + GAP + height <= innerHeight || from.top < height + GAP;
  const left = from.left + width > innerWidth - 12 ? from.right - width : from.left;
  menu.style.top = `${Math.max(12, below ? from.bottom + GAP : from.top - GAP - height)}px`;
  menu.style.left = `${Math.max(12, left)}px`;
}

document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches?.(".pd-menu") && event.newState === "open") place(event.target);
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".pd-menu") || document.querySelector(".pd-menu:popover-open");
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const items = [...menu.querySelectorAll("a, button")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  event.preventDefault();
  items.at((items.indexOf(document.activeElement) + step) % items.length)?.focus();
});

const side = document.getElementById("side");

function drawer(opened) {
  side.classList.toggle("is-open", opened);
  document.querySelector("[data-drawer]")?.setAttribute("aria-expanded", String(opened));
  const target = side.querySelector(opened ? "[aria-current], a" : "a");
  if (opened) target?.focus();
  else document.querySelector("[data-drawer]")?.focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-drawer]")) {
    event.preventDefault();
    drawer(true);
  } else if (event.target.closest("[data-drawer-close]") || (side?.classList.contains("is-open") && !side.contains(event.target))) {
    event.preventDefault();
    drawer(false);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && side?.classList.contains("is-open")) drawer(false);
});
