// The page for an address that is none of ours.

export const notFoundPage = () => ({
  title: "No such page",
  description: "There is no page at this address.",
  slots: {},
});
