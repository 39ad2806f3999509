// The page for an address that the site does not have.

/** The page `{title, description, slots}`. */
export const notFoundPage = () => ({
  title: "Page not found",
  description: "There is no page at this address.",
  slots: {},
});
