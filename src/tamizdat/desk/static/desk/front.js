// Moves stories between the places of a page, with their times, and opens another page.
(() => {
  document.getElementById("desk-front-page").addEventListener("change", ({ target }) => window.location.assign(target.value));
  const places = [...document.querySelectorAll(".desk-place")];
  const story = (place) => place.querySelector("select");
  const until = (place) => place.querySelector(".desk-place__until input");
  const put = (place, chosen) => {
    const field = story(place);
    if (chosen.id && ![...field.options].some(({ value }) => value === chosen.id)) field.add(new Option(chosen.name, chosen.id));
    field.value = chosen.id;
    until(place).value = chosen.until;
    place.querySelector(".desk-state")?.remove(); // it was said of the story that stood here
  };
  const read = (place) => ({
    id: story(place).value,
    name: story(place).selectedOptions[0]?.text ?? "",
    until: until(place).value,
  });
  places.forEach((place, number) =>
    place.addEventListener("click", ({ target }) => {
      const move = target.dataset.place;
      if (move === "clear") put(place, { id: "", until: "" });
      const other = places[number + { up: -1, down: 1 }[move]];
      if (!other) return;
      const [mine, theirs] = [read(place), read(other)];
      put(place, theirs);
      put(other, mine);
    }),
  );
})();
