// Light or dark, before the first paint: what was chosen on this device, else what the system says.
(() => {
  const KEY = "desk-theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage can be forbidden; then the system decides
    }
  }

  function show() {
    root.dataset.bsTheme = chosen() || (system.matches ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("desk:theme"));
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, next);
      show();
    } catch {
      root.dataset.bsTheme = next;
    }
  });
  addEventListener("storage", (event) => event.key === KEY && show());
  system.addEventListener("change", show);
  show();
})();
