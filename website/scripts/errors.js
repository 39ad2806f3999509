// The error of a build that cannot go on: its message says what is wrong and what to do, without a stack trace.

export class SiteError extends Error {}
