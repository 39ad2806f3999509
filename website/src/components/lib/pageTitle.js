// The title of a page as a browser's tab and history have it.

/** "9–15 February 2026 | nyaastats" */
export const formatPageTitle = (title) => `${title} | nyaastats`;
