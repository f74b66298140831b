/** Where to go next, if it is one of our own staff pages; redirects never lead to another site. */
export function ownStaffPath(next: string | null, otherwise: string): string {
  if (!next || !/^\/admin(?:[/?]|$)/.test(next) || /[\\\p{Cc}]/u.test(next)) return otherwise
  return next
}
