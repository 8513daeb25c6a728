// Short answers at the lower edge. Good news leaves by itself; warnings stay until closed.
const shelf = document.getElementById("toasts");
const STAY_MS = 6000;

function leave(toast) {
  toast.remove();
}

function tend(toast) {
  if (["warn", "bad"].includes(toast.dataset.toast)) return;
  let timer = setTimeout(() => leave(toast), STAY_MS);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => (timer = setTimeout(() => leave(toast), STAY_MS)));
}

shelf?.querySelectorAll("[data-toast]").forEach(tend);
shelf?.addEventListener("click", (event) => {
  if (event.target.closest("[data-toast-close]")) leave(event.target.closest("[data-toast]"));
});

function show(category, text) {
  if (!shelf || [...shelf.children].some((each) => each.textContent.includes(text))) return;
  const toast = document.getElementById("toast-shape").content.firstElementChild.cloneNode(true);
  toast.dataset.toast = category;
  toast.classList.add(category === "bad" ? "pd-tone-red" : "pd-tone-blue");
  toast.setAttribute("role", category === "bad" ? "alert" : "status");
  toast.querySelector("span").textContent = text;
  shelf.append(toast);
  tend(toast);
}

document.addEventListener("desk:toast", (event) => show(event.detail.category, event.detail.text));
