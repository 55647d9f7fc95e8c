const shade = (on: boolean): void => {
  document.body.classList.toggle("dropping", on);
};

/** Files and folders may be dropped anywhere on the page. */
export function listenForDrops(take: (entries: readonly (FileSystemEntry | File)[]) => void): void {
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    shade(true);
  });
  addEventListener("dragleave", ({ relatedTarget }) => {
    if (relatedTarget === null) shade(false);
  });
  // Before the editor, which would take the text of a file in at the pointer.
  addEventListener(
    "drop",
    (event) => {
      shade(false);
      const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === "file");
      if (items.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      take(items.flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? []));
    },
    { capture: true },
  );
}
