import type { Side } from './runs.ts'

export type Column = {
  label: string
  /** Its part of the width; the parts of a table add up to 1. */
  part: number
  align?: 'end'
}

export type Row = { cells: string[]; tone?: 'total' | 'quiet' }

/** What a paper is made of, in the order in which it is read. */
export type Block =
  | { kind: 'brand'; name: string; alt: string }
  | { kind: 'title'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string; tone?: 'quiet' | 'strong' }
  /** Legal words in the official language, whatever the paper's own is; `lead` says so in that one. */
  | { kind: 'official'; text: string; lang: string; lead?: string }
  /** Labels and what they are: one table with a head at the start of each row. */
  | { kind: 'facts'; facts: { label: string; value: string; total?: boolean }[] }
  | { kind: 'table'; columns: Column[]; rows: Iterable<Row> }

/** A whole document as data. Whoever writes one never draws. */
export type Paper = {
  language: string
  side: Side
  title: string
  author: string
  /** When it was made: the same facts give the same bytes. */
  madeAt: Date
  /** What stands at the foot of each page. */
  footer(page: number): string
  blocks: Iterable<Block>
}
