// Native dialogs: data-open="id" opens, data-close closes; a grave form (data-confirm) asks first.
function open(dialog) {
  if (!dialog || dialog.matches(":modal")) return;
  dialog.dispatchEvent(new CustomEvent("desk:before-open"));
  dialog.removeAttribute("open");
  dialog.showModal();
  const first = dialog.querySelector(".is-invalid, [autofocus], .pd-dialog-in :is(input:not([type=hidden]), select, textarea)");
  const chosen = first?.type === "radio" && dialog.querySelector(`input[name="${CSS.escape(first.name)}"]:checked`);
  (chosen || first || dialog.querySelector(".pd-dialog-actions button, .pd-dialog-close"))?.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  const closer = event.target.closest("[data-close]");
  if (!opener && !closer) return;
  event.preventDefault();
  if (closer) closer.closest("dialog")?.close();
  else open(document.getElementById(opener.dataset.open));
});

// Links that act as buttons answer the space bar too.
document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches?.("a[role=button]")) {
    event.preventDefault();
    event.target.click();
  }
});

document.querySelectorAll("dialog").forEach((each) => each.addEventListener("desk:open", () => open(each)));
open(document.querySelector("dialog[data-open-at-once]"));
document.addEventListener("htmx:afterSwap", (event) => open(event.detail.target.querySelector("dialog[data-open-at-once]")));
if (location.hash.length > 1) {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named?.matches("dialog")) {
    history.replaceState(null, "", location.pathname + location.search);
    open(named);
  }
}

const question = document.getElementById("confirm");
let asked = null;

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed || !question) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    asked = { form, button: event.submitter };
    question.querySelector("[data-confirm-text]").textContent = form.dataset.confirm;
    open(question);
    question.querySelector("[data-confirm-yes]").focus();
  },
  true,
);

question?.querySelector("[data-confirm-yes]").addEventListener("click", () => {
  question.close();
  asked.form.dataset.confirmed = "yes";
  asked.form.requestSubmit(asked.button || undefined);
  delete asked.form.dataset.confirmed;
});

// After a refused form the first marked field takes the focus, else the message on top.
(document.querySelector(".pd-field .is-invalid") || document.querySelector("[data-focus]"))?.focus();
