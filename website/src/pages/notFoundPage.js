// The page for an address that the site does not have.

import {SearchSlot} from "../components/search/SearchSlot.js";

/** The page `{title, description, slots}`. */
export const notFoundPage = ({searchAddress}) => ({
  title: "Page not found",
  description: "There is no page at this address.",
  slots: {search: SearchSlot(searchAddress)},
});
