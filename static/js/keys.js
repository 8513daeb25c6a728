// Keys of the page: data-key="N" on a link, button or radio. They rest while somebody types or an input method composes.
const TYPING = "input:not([type=radio], [type=checkbox], [type=submit], [type=button]), select, textarea, [contenteditable='true']";
let composing = false;

document.addEventListener("compositionstart", () => (composing = true));
document.addEventListener("compositionend", () => (composing = false));

function spelled(event) {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return event.ctrlKey || event.metaKey ? `CTRL+${key.toUpperCase()}` : key.toUpperCase();
}

function reachable(element) {
  const modal = document.querySelector("dialog:modal");
  return !element.disabled && element.checkVisibility() && (!modal || modal.contains(element));
}

function bound() {
  return [...document.querySelectorAll("[data-key]")].filter((each) => {
    const seen = each.matches(".pd-segment-input") ? each.nextElementSibling : each;
    return reachable(each.disabled ? each : seen);
  });
}

function use(element) {
  element.focus();
  element.click();
}

document.addEventListener("keydown", (event) => {
  if (composing || event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.repeat || event.altKey) return;
  const modified = event.ctrlKey || event.metaKey;
  const typing = event.target.closest?.(TYPING);
  if (typing && !modified && !/^F[0-9]+$/.test(event.key)) return;
  if (event.shiftKey && /^[a-z]$/i.test(event.key)) return;
  const key = spelled(event);
  const element = bound().find((each) => each.dataset.key.toUpperCase() === key);
  if (element) {
    event.preventDefault();
    use(element);
  } else if (key === "/" && !document.querySelector("dialog:modal")) {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (key === "?" && !document.querySelector("dialog:modal")) {
    event.preventDefault();
    document.getElementById("keys")?.dispatchEvent(new CustomEvent("desk:open"));
  }
});

function words(element) {
  const label = element.matches("input") ? element.labels[0] : element;
  const copy = label.cloneNode(true);
  copy.querySelectorAll("kbd, svg").forEach((each) => each.remove());
  return element.getAttribute("aria-label") || copy.textContent.trim().replace(/\s+/g, " ");
}

function line(key, text) {
  const term = document.createElement("dt");
  const hint = document.createElement("kbd");
  const meaning = document.createElement("dd");
  hint.className = "pd-key";
  hint.textContent = key.replace("Enter", "↵");
  term.append(hint);
  meaning.textContent = text;
  return [term, meaning];
}

document.getElementById("keys")?.addEventListener("desk:before-open", (event) => {
  const list = event.currentTarget.querySelector("[data-keys-list]");
  const fixed = [["/", list.dataset.wordsSearch], ["?", list.dataset.wordsHelp], ["Esc", list.dataset.wordsClose]];
  const lines = bound().map((each) => [each.dataset.key, words(each)]);
  list.replaceChildren(...[...lines, ...fixed].flatMap(([key, text]) => line(key, text)));
});
