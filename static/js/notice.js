// The answer to what was just done is read first: focus goes to the first notice line.
if (!document.querySelector("[data-cx-error-summary]")) document.querySelector("[data-cx-notice]")?.focus();
