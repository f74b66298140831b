import { checkBooks } from '#app/domain/ledger/books.server.ts'

/** What the books say is broken, line by line; empty where all is in order. */
export async function brokenBooks(): Promise<string[]> {
  const lines: string[] = []
  await checkBooks((line) => lines.push(line))
  return lines.filter((line) => line.startsWith('BROKEN'))
}
