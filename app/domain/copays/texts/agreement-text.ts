/**
 * The paper that a relative signs, and the receipt that they take home. `{amount}`, `{organization}`, `{fund}`, `{case}`,
 * `{number}` and `{date}` are filled in.
 */
export type AgreementText = {
  title: string
  lead: string
  clauses: { title: string; text: string }[]
  /** Above the official text, where this language was not read yet by someone who may judge it. */
  unreviewed: string
  reviewed: string
  signature: { signed: string; name: string; date: string; witness: string; number: string; case: string }
  receipt: { title: string; lead: string; keep: string; reference: string; date: string; amount: string }
}

/** Fills what stands in braces. */
export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
