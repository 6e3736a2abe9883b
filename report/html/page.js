// Everything works without this script but copying, which no element does by itself.
const COPIED_MS = 1500;

for (const button of document.querySelectorAll("button.copy")) {
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const query = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(query.textContent);
      button.textContent = "Copied";
    } catch {
      // The browser does not let pages copy: the query is selected, for the reader to copy.
      getSelection().selectAllChildren(query);
      button.textContent = "Selected: press Ctrl or ⌘ and C";
    }
    setTimeout(() => button.textContent = words, COPIED_MS);
  });
}
