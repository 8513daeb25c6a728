// Parts of a page that htmx renews: quiet when nobody looks or somebody types there, plain words when it fails.
const words = document.getElementById("network-words")?.content.firstElementChild.dataset;

function say(category, text) {
  document.dispatchEvent(new CustomEvent("desk:toast", { detail: { category, text } }));
}

const polled = (event) => !event.detail.requestConfig?.triggeringEvent;

document.addEventListener("htmx:beforeRequest", (event) => {
  const lock = document.querySelector("#screen-lock:modal");
  const covered = lock && !lock.contains(event.detail.target);
  const busy = document.hidden || covered || event.detail.target?.contains(document.activeElement);
  if (polled(event) && busy) event.preventDefault();
});

// What the page asks by itself is no click: it does not keep anybody signed in.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.triggeringEvent) event.detail.headers["Desk-Quiet"] = "1";
});

// An answer that was led elsewhere (signed out, moved) is a page of its own: go there instead of pasting it in.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  if (!xhr.responseURL || !pathInfo) return;
  const asked = new URL(pathInfo.finalRequestPath || pathInfo.requestPath, location.href);
  const answered = new URL(xhr.responseURL);
  if (asked.pathname === answered.pathname) return;
  event.detail.shouldSwap = false;
  if (!polled(event)) location.assign(answered);
});

document.addEventListener("htmx:sendError", (event) => !polled(event) && say("bad", words?.offline));
document.addEventListener("htmx:responseError", (event) => !polled(event) && say("bad", words?.failed));
