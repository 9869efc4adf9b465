// Light, dark, or whatever the system says. The choice stays in this browser.

const KEY = "sandbox-theme";
const NEXT = { "": "dark", dark: "light", light: "" };
const LABEL = { "": "Theme: as the system", dark: "Theme: dark", light: "Theme: light" };

const stored = () => localStorage.getItem(KEY) ?? "";

export function applyTheme() {
  const theme = stored();
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

export function nextTheme() {
  localStorage.setItem(KEY, NEXT[stored()] ?? "");
  applyTheme();
}

export const themeLabel = () => LABEL[stored()];
