/** An address as a list may show it: enough to tell two apart, too little to write to. None stays none. */
export function maskEmail(email: string): string {
  if (email === '') return ''
  const [name = '', domain = ''] = email.split('@')
  return `${name.slice(0, 1)}•••@${domain}`
}
