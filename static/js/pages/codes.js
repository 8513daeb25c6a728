// data-copy="id" copies the text of an element, data-print prints the page: for things shown once.
const lines = (element) => [...(element.querySelectorAll("li").length ? element.querySelectorAll("li") : [element])].map((each) => each.textContent.trim());

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) print();
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(lines(source).join("\n"));
    button.setAttribute("aria-pressed", "true");
  } catch {
    getSelection().selectAllChildren(source); // no clipboard without https: mark it, to be copied by key
  }
});
