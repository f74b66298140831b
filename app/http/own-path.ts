/** Where to go next, if it is one of our own staff pages; redirects never lead to another site. */
export const ownStaffPath = (next: string | null, otherwise: string): string =>
  isOwn(next, /^\/admin(?:[/?]|$)/) ? next : otherwise

/** The same for a donor's own pages, of which the way in is none. */
export const ownDonorPath = (next: string | null, otherwise: string): string =>
  isOwn(next, /^\/donor(?!\/(?:sign-in|sign-out)(?:[/?]|$))(?:[/?]|$)/) ? next : otherwise

const isOwn = (next: string | null, pages: RegExp): next is string =>
  next !== null && next.length <= 300 && pages.test(next) && !/[\\\p{Cc}]/u.test(next)
