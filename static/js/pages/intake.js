// Intake: the home is found while typing, categories by initials, the sentence to be read back grows with the fields.
const form = document.getElementById("intake");
const home = document.getElementById("home");
const homeList = document.getElementById("home-list");
const PAUSE_MS = 160;
const chosenByHand = new Set();

// --- a list under a field, walked by keys --------------------------------------------------------------------------
function walker(input, list, take) {
  let active = -1;
  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled], [hidden])")];
  const mark = (index) => {
    active = index;
    list.querySelectorAll("[aria-selected=true]").forEach((each) => each.setAttribute("aria-selected", "false"));
    const option = options()[index];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = (opened) => {
    list.hidden = !opened;
    input.setAttribute("aria-expanded", String(opened));
    mark(opened && options().length ? 0 : -1);
  };
  const choose = (option) => {
    show(false);
    take(option);
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    const count = options().length;
    if (event.key === "ArrowDown" && list.hidden) show(true);
    else if (event.key === "ArrowDown" && count) mark((active + 1) % count);
    else if (event.key === "ArrowUp" && count && !list.hidden) mark((active - 1 + count) % count);
    else if (event.key === "Enter" && !list.hidden && active >= 0) choose(options()[active]);
    else if (event.key === "Escape" && !list.hidden) show(false);
    else if (event.key === "Tab" && !list.hidden && active >= 0) {
      choose(options()[active]);
      return;
    } else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]:not([aria-disabled])");
    if (option) choose(option);
  });
  input.addEventListener("blur", () => show(false));
  return { show };
}

// --- the home ------------------------------------------------------------------------------------------------------
let timer = 0;
let known = home.value;
const homes = walker(home, homeList, (option) => settle(option.dataset.value));

function settle(value) {
  home.value = value;
  if (known === value) return;
  known = value;
  htmx.trigger(home, "home-chosen");
  advise();
}

home.addEventListener("input", (event) => {
  clearTimeout(timer);
  if (event.isComposing) return;
  if (home.value.trim()) timer = setTimeout(() => htmx.trigger(home, "suggest"), PAUSE_MS);
  else homes.show(false);
});
home.addEventListener("change", () => settle(home.value.trim()));
homeList.addEventListener("htmx:afterSwap", () => homes.show(document.activeElement === home));

// What was typed for another reporter outlives the exchange of the household's part.
const KEPT = ["reporter_name", "phone", "reporter_role"];
let kept = {};
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "intake-reporter") return;
  kept = Object.fromEntries(KEPT.map((name) => [name, form.elements[name]?.value || ""]));
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "intake-reporter" || event.target.id === "intake-read-back") {
    for (const [name, value] of Object.entries(kept)) if (value && !form.elements[name].value) form.elements[name].value = value;
    const first = event.target.querySelector("[name=reporter][type=radio]");
    if (first && document.activeElement === document.body) first.focus();
  }
  if (event.target.id === "intake-advice") suggest(event.target);
  tell();
});

// --- categories by initials ----------------------------------------------------------------------------------------
function typeahead(select) {
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  box.className = "pd-typeahead";
  Object.assign(input, { type: "text", className: select.className.replace("form-select", "form-control"), id: `${select.id}-words`, autocomplete: "off", placeholder: select.dataset.typeahead });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${select.id}-list` })) input.setAttribute(name, value);
  if (select.getAttribute("aria-describedby")) input.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
  Object.assign(list, { className: "pd-suggestions", id: `${select.id}-list`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.labels[0]?.textContent.trim() || "");
  select.labels[0]?.setAttribute("for", input.id);
  for (const group of select.querySelectorAll("optgroup")) {
    for (const option of group.querySelectorAll("option")) {
      const line = document.createElement("li");
      const main = document.createElement("small");
      main.textContent = `${group.label} › `;
      line.append(main, option.textContent);
      line.className = "pd-suggestion";
      line.id = `${select.id}-${option.value.replace(".", "-")}`;
      line.dataset.value = option.value;
      line.dataset.find = option.dataset.find || option.textContent.toLowerCase();
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      list.append(line);
    }
  }
  const lines = [...list.children];
  const words = () => {
    const line = select.value && list.querySelector(`[data-value="${CSS.escape(select.value)}"]`);
    input.value = line ? line.textContent : "";
  };
  const narrow = () => {
    const asked = input.value.trim().toLowerCase().split(/\s+/);
    for (const line of list.children) line.hidden = !asked.every((part) => line.dataset.find.includes(part));
    const begins = (line) => line.dataset.find.split(" ").some((word) => word.startsWith(asked[0]));
    list.append(...lines.filter(begins), ...lines.filter((line) => !begins(line)));
  };
  const walk = walker(input, list, (line) => {
    select.value = line.dataset.value;
    words();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("input", () => {
    narrow();
    walk.show(true);
  });
  input.addEventListener("focus", () => {
    input.select();
    for (const line of list.children) line.hidden = false;
  });
  input.addEventListener("click", () => walk.show(true));
  input.addEventListener("blur", words);
  select.hidden = true;
  select.required = false;
  select.before(box);
  box.append(input, list);
  words();
  return words;
}

const category = form.elements.category;
const sayCategory = typeahead(category);

// --- what follows from the choices ---------------------------------------------------------------------------------
let advising = 0;

function advise() {
  clearTimeout(advising); // arrow keys run through choices faster than answers come
  advising = setTimeout(() => htmx.trigger(document.body, "advise"), PAUSE_MS);
}

function suggest(advice) {
  for (const name of ["priority", "charge"]) {
    const wanted = advice.dataset[name];
    const radio = wanted && form.querySelector(`[name=${name}][value="${wanted}"]`);
    if (radio && !chosenByHand.has(name)) radio.checked = true;
  }
}

form.addEventListener("change", (event) => {
  const name = event.target.name;
  if (event.isTrusted && ["priority", "charge"].includes(name)) chosenByHand.add(name);
  if (["category", "priority", "window", "original"].includes(name)) advise();
});

// --- the sentence --------------------------------------------------------------------------------------------------
const text = (selector) => form.querySelector(selector)?.value.trim() || "";

function spoken() {
  const caller = form.querySelector("[name=reporter][type=radio]:checked");
  if (caller && caller.value !== "other") return caller.labels[0].querySelector("b").dataset.spoken || "";
  const name = text("[name=reporter_name]");
  const title = form.querySelector("[name=salutation]:checked")?.labels[0].textContent.trim();
  if (!name || !title) return name;
  return document.documentElement.lang.startsWith("zh") ? name + title : `${title} ${name}`;
}

function where() {
  const shown = document.querySelector("#intake-household h2")?.textContent.trim();
  const area = form.elements.area;
  const main = (home.value && (shown || home.value)) || (area.value && area.selectedOptions[0].textContent) || "";
  return [main, text("[name=place]")].filter(Boolean).join(" ");
}

function tell() {
  const caller = form.querySelector("[name=reporter][type=radio]:checked")?.value;
  const phone = text("[name=phone]");
  let known = false;
  form.querySelectorAll("[data-say-caller]").forEach((each) => {
    each.hidden = Boolean(phone) || each.dataset.sayCaller !== caller;
    known ||= !each.hidden;
  });
  const kind = category.selectedOptions[0];
  const said = { name: spoken(), matter: text("[name=description]").split("\n")[0] || (category.value && kind?.textContent) || "", home: where(), phone };
  for (const [name, value] of Object.entries(said)) form.querySelectorAll(`[data-say="${name}"]`).forEach((each) => (each.textContent = value || "…"));
  form.querySelectorAll('[data-say="phone"]').forEach((each) => (each.hidden = known));
  const other = form.querySelector("[data-other-reporter]");
  const radios = form.querySelector("[name=reporter][type=radio]");
  if (other) other.hidden = Boolean(radios) && caller !== "other";
  const rings = form.elements.rings?.closest(".pd-field");
  if (rings) rings.hidden = form.querySelector("[name=channel]:checked")?.value !== "phone";
}

form.addEventListener("input", (event) => {
  if (!event.isTrusted) {
    sayCategory();
    if (home.value.trim() !== known) settle(home.value.trim());
    advise();
  }
  tell();
});
form.addEventListener("change", tell);

// --- photos: chosen, pasted, shown before they are sent ------------------------------------------------------------
const photos = form.elements.photos;
const strip = form.querySelector("[data-photo-strip]");

function showPhotos() {
  strip.querySelectorAll("img").forEach((each) => URL.revokeObjectURL(each.src));
  strip.replaceChildren(...[...photos.files].slice(0, 6).map((file) => Object.assign(new Image(), { src: URL.createObjectURL(file), alt: file.name })));
}

photos.addEventListener("change", showPhotos);
document.addEventListener("paste", (event) => {
  const pasted = [...(event.clipboardData?.files || [])].filter((file) => file.type.startsWith("image/"));
  if (!pasted.length) return;
  const all = new DataTransfer();
  [...photos.files, ...pasted].slice(0, 6).forEach((file) => all.items.add(file));
  photos.files = all.files;
  showPhotos();
});

tell();
if (category.value) suggest(document.getElementById("intake-advice"));
