/** From where someone signs in. */
export type Visit = {
  /** In words, such as "Firefox · Windows". */
  device: string
  /** Network address; it is told to the person by mail and kept nowhere else. */
  address: string
}
