// The one error of the build: a sentence that says what is wrong and what to do.

export class SiteError extends Error {}
