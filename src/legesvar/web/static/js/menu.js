// Closes an open menu on Escape and when something else is clicked or reached.
// <details class="menu">

const menus = [...document.querySelectorAll("details.menu")];
const close = (menu) => menu.removeAttribute("open");

for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    menus.filter((menu) => menu.open && !menu.contains(event.target)).forEach(close);
  });
}
document.addEventListener("keydown", (event) => {
  const open = menus.find((menu) => menu.open);
  if (event.key !== "Escape" || !open) return;
  close(open);
  open.querySelector("summary").focus();
});
addEventListener("pageshow", () => menus.forEach(close));
