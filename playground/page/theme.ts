/** Light or dark as the system has it, until somebody chooses. */
export function followTheme(button: HTMLElement): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = (dark: boolean): void => {
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
    button.textContent = dark ? "Light" : "Dark";
  };
  system.addEventListener("change", ({ matches }) => {
    show(matches);
  });
  button.addEventListener("click", () => {
    show(document.documentElement.dataset["theme"] !== "dark");
  });
  show(system.matches);
}
