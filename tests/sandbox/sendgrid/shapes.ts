export const isThing = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0

/** As strict as a mail server needs: one @, no blanks or separators, a domain of at least two named parts. */
export function isAddress(value: unknown): value is string {
  if (!isText(value) || value.length > 254 || /[\s<>,;:"()[\]\\]/.test(value)) return false
  const [local, domain, ...more] = value.split('@')
  const labels = (domain ?? '').split('.')
  return Boolean(local) && more.length === 0 && labels.length > 1 && labels.every(Boolean)
}

/** Size in bytes as it would travel; 0 when there is nothing. */
export const jsonBytes = (value: unknown) =>
  value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value))
