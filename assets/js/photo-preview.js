// Shows chosen pictures before they are sent: <input type="file" data-previews="photo-previews">. Drawn on a canvas, because
// the page's policy allows no blob: addresses.

const side = 320;

/** @param {File} file */
async function preview(file) {
  const item = document.createElement("li");
  item.toggleAttribute("data-chosen", true);
  const figure = item.appendChild(document.createElement("figure"));
  try {
    const picture = await createImageBitmap(file);
    const canvas = figure.appendChild(document.createElement("canvas"));
    canvas.width = canvas.height = side;
    const scale = side / Math.min(picture.width, picture.height);
    canvas.getContext("2d")?.drawImage(picture, (side - picture.width * scale) / 2, (side - picture.height * scale) / 2, picture.width * scale, picture.height * scale);
    picture.close();
  } catch { /* not a picture this browser can draw: its name must do, the server judges it */ }
  const name = figure.appendChild(document.createElement("figcaption"));
  name.textContent = file.name;
  return item;
}

document.addEventListener("change", async ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.dataset.previews) return;
  const list = document.getElementById(target.dataset.previews);
  const items = await Promise.all([...(target.files ?? [])].map(preview));
  for (const old of list?.querySelectorAll("[data-chosen]") ?? []) old.remove();
  list?.append(...items);
});
