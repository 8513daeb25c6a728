// The search box: asks while typing (never while an input method composes), walks the answers by keys.
const box = document.querySelector("[data-search]");
const list = document.getElementById("suggestions");
const PAUSE_MS = 150;
let timer = 0;
let composing = false;
let active = -1;

const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];

function show(opened) {
  list.hidden = !opened;
  box.setAttribute("aria-expanded", String(opened));
  if (!opened) mark(-1);
}

function mark(index) {
  active = index;
  options().forEach((each, at) => each.setAttribute("aria-selected", String(at === index)));
  const chosen = options()[index];
  if (chosen) {
    box.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

function ask() {
  clearTimeout(timer);
  if (composing) return;
  if (!box.value.trim()) {
    list.replaceChildren();
    show(false);
    return;
  }
  timer = setTimeout(() => box.dispatchEvent(new CustomEvent("suggest", { bubbles: true })), PAUSE_MS);
}

function go(option) {
  if (option?.dataset.url) location.assign(option.dataset.url);
}

function onKey(event) {
  if (composing || event.isComposing || event.keyCode === 229) return;
  const count = options().length;
  if (event.key === "ArrowDown" && count) mark(list.hidden ? 0 : (active + 1) % count);
  else if (event.key === "ArrowUp" && count) mark((active - 1 + count) % count);
  else if (event.key === "Enter" && active >= 0 && !list.hidden) go(options()[active]);
  else if (event.key === "Escape" && !list.hidden) show(false);
  else return;
  event.preventDefault();
  if (event.key.startsWith("Arrow")) show(true), mark(active);
}

if (box && list) {
  box.addEventListener("compositionstart", () => (composing = true));
  box.addEventListener("compositionend", () => {
    composing = false;
    ask();
  });
  box.addEventListener("input", ask);
  box.addEventListener("keydown", onKey);
  box.addEventListener("focus", () => box.value.trim() && options().length && show(true));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
  box.addEventListener("blur", () => show(false));
  list.addEventListener("htmx:afterSwap", () => {
    const first = options().length && /^\d|[a-z]/i.test(box.value) ? 0 : -1;
    show(document.activeElement === box);
    mark(first);
  });
}
