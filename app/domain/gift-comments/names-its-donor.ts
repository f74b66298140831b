const shortest = 3

/**
 * Whether a text holds a part of its writer's name, whatever its case: words of three letters and more. Names that are also
 * common words make it say yes too often; then the words stay with the fund.
 */
export function namesItsDonor(text: string, name: string): boolean {
  const said = new Set(wordsOf(text))
  return wordsOf(name).some((part) => said.has(part) && [...part].length >= shortest)
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
