// The crops below a picture's form follow the focal point while it is being chosen.
const read = (name) => Number(document.getElementById(`id_focal_point_${name}`)?.value || NaN);
const shown = document.querySelector(".focal-point-chooser img[data-original-width]");
function follow() {
  const x = read("x") / Number(shown.dataset.originalWidth);
  const y = read("y") / Number(shown.dataset.originalHeight);
  const percent = (part) => `${Number.isNaN(part) ? 50 : Math.round(part * 20) * 5}%`;
  for (const image of document.querySelectorAll(".desk-crops img")) image.style.objectPosition = `${percent(x)} ${percent(y)}`;
}
// The framework writes the fields after the pointer is released.
if (shown) for (const event of ["pointerup", "click"]) document.addEventListener(event, () => setTimeout(follow, 100));
