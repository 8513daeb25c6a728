// What is typed into form[data-draft="name"] is kept in this tab until it is saved: an expired session costs nothing.
// Kept per person, never passwords or files, and forgotten at sign-out.
const PREFIX = "draft:";
const SENT = "draft-sent";
const who = document.body.dataset.actor || "";

const keyOf = (form) => `${PREFIX}${who}:${form.dataset.draft}`;

function fields(form) {
  return [...form.elements].filter((each) => each.name && !["hidden", "password", "file", "submit", "button"].includes(each.type));
}

function values(form) {
  return fields(form).map((each) => [each.name, each.value, ["radio", "checkbox"].includes(each.type) ? each.checked : null]);
}

function fill(form, kept) {
  for (const [name, value, checked] of kept) {
    for (const each of fields(form).filter((field) => field.name === name)) {
      if (checked === null) each.value = value;
      else if (each.value === value) each.checked = checked;
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function read(form) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(form)));
  } catch {
    return null;
  }
}

function offer(form) {
  const kept = read(form);
  const refused = form.querySelector(".is-invalid, [data-focus]");
  if (!kept || refused || JSON.stringify(kept) === JSON.stringify(values(form))) return;
  const note = document.getElementById("draft-offer")?.content.firstElementChild.cloneNode(true);
  if (!note) return;
  note.querySelector("[data-draft-restore]").addEventListener("click", () => {
    fill(form, kept);
    note.remove();
  });
  note.querySelector("[data-draft-drop]").addEventListener("click", () => {
    sessionStorage.removeItem(keyOf(form));
    note.remove();
  });
  form.before(note);
}

function forgetAll() {
  Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => sessionStorage.removeItem(key));
}

// The page after a sending tells how it went: the same form with errors, a refusal or the sign-in page keep the draft.
function settle() {
  const sent = sessionStorage.getItem(SENT);
  if (!sent) return;
  const refused = document.querySelector(".pd-problem, form[action='/sign-in'], form[data-draft] .is-invalid, form[data-draft] [data-focus]");
  if (!refused) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}

try {
  settle();
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    offer(form);
    form.addEventListener("input", () => sessionStorage.setItem(keyOf(form), JSON.stringify(values(form))));
    form.addEventListener("submit", () => sessionStorage.setItem(SENT, keyOf(form)));
  });
  document.addEventListener("submit", (event) => event.target.getAttribute("action") === "/sign-out" && forgetAll());
} catch {
  // storage can be forbidden; the page works without drafts
}
