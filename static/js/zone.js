// Fills in the device's time zone where a form asks for one and nobody has chosen yet.
for (const list of document.querySelectorAll("select[data-cx-zone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const untouched = [...list.options].every((option) => option.selected === option.defaultSelected);
  if (untouched && [...list.options].some((option) => option.value === zone)) list.value = zone;
}
