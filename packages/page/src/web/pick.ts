import { byId } from "./dom";

/** Calls back with every picture that is chosen, dropped or pasted. */
export function onPicture(handle: (picture: Blob) => void): void {
  const file = byId<HTMLInputElement>("file");
  file.addEventListener("change", () => {
    const [picture] = file.files ?? [];
    if (picture !== undefined) handle(picture);
    // The same file may be chosen again.
    file.value = "";
  });
  document.addEventListener("paste", ({ clipboardData }) => {
    const [picture] = clipboardData?.files ?? [];
    if (picture !== undefined) handle(picture);
  });
  listenForDrops(handle);
}

/** The whole page takes a drop: beside the area it would make the browser leave the page. */
function listenForDrops(handle: (picture: Blob) => void): void {
  const area = byId("drop");
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("over");
  });
  document.addEventListener("dragleave", () => area.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("over");
    const [picture] = event.dataTransfer?.files ?? [];
    if (picture !== undefined) handle(picture);
  });
}
