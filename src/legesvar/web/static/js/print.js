// Prints the page. The button is there only where a script can do it; everybody has the PDF.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
