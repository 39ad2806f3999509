// The page for an address that the site does not have.

export const notFoundPage = () => ({
  title: "Page not found",
  description: "There is no page at this address.",
  slots: {},
});
