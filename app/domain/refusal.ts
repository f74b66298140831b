/**
 * A snake_case key; the words for it live in the catalogs as `errors:<code>` and are made at the edge, in the
 * reader's language.
 */
export type RefusalCode = string

export type RefusalParams = Record<string, string | number | bigint>

/**
 * An expected "no": the act is well-formed, but the fund's rules do not allow it. Throwing it rolls the
 * transaction back.
 * Anything else that is thrown is a bug.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly params: RefusalParams
  /** The form field that the reason belongs beside, where there is one. */
  readonly field?: string

  constructor(code: RefusalCode, params: RefusalParams = {}, field?: string) {
    super(code)
    this.code = code
    this.params = params
    if (field !== undefined) this.field = field
  }
}
