import { idOf } from './ids.ts'
import { invalid } from './stripe-error.ts'

export type Node = string | { [key: string]: Node }

/** Parameters of a request, read by path: `params.int('line_items.0.quantity')`. */
export class Params {
  readonly root: Node

  constructor(root: Node) {
    this.root = root
  }

  node(path: string): Node | undefined {
    let node: Node | undefined = this.root
    for (const key of path.split('.')) {
      if (typeof node !== 'object') return undefined
      node = node[key]
    }
    return node
  }

  has(path: string): boolean {
    return this.node(path) !== undefined
  }

  /** Undefined when absent; an empty string means "unset". */
  str(path: string): string | undefined {
    const node = this.node(path)
    return typeof node === 'string' ? node : undefined
  }

  /** A field after an update: as given, null when unset by '', and as it was when not named. */
  text(path: string, current: string | null): string | null {
    const given = this.str(path)
    return given === undefined ? current : given || null
  }

  int(path: string): number | undefined {
    const text = this.str(path)
    return text === undefined || text === '' ? undefined : Number(text)
  }

  bool(path: string): boolean | undefined {
    const text = this.str(path)
    return text === undefined ? undefined : text === 'true'
  }

  list(path: string): Params[] {
    const node = this.node(path)
    return typeof node === 'object' ? Object.values(node).map((item) => new Params(item)) : []
  }

  strings(path: string): string[] {
    return this.list(path).flatMap((item) => (typeof item.root === 'string' ? [item.root] : []))
  }

  map(path: string): Record<string, string> {
    const node = this.node(path)
    const entries = typeof node === 'object' ? Object.entries(node) : []
    return Object.fromEntries(
      entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
    )
  }

  /** For list filters: true where the filter is absent or equals the object's (expandable) field. */
  matches(path: string, value: string | { id: string } | null | undefined): boolean {
    const wanted = this.str(path)
    return wanted === undefined || wanted === idOf(value)
  }

  /** Stripe's rule for metadata: new keys are merged in, a key set to '' goes, and '' for the whole clears it. */
  metadata(current: Record<string, string> = {}): Record<string, string> {
    if (this.str('metadata') === '') return {}
    const merged = { ...current, ...this.map('metadata') }
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
  }
}

/** `a[b][0][c]=v` as the SDK sends it. */
export function parseForm(text: string): Params {
  const root: { [key: string]: Node } = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name
      .split(/\[|\]\[|\]/)
      .filter((part, index) => index === 0 || part !== '' || name.endsWith('[]'))
    set(root, path.at(-1) === '' ? path.slice(0, -1) : path, value, name.endsWith('[]'))
  }
  return new Params(root)
}

function set(root: { [key: string]: Node }, path: string[], value: string, append: boolean) {
  let node = root
  path.forEach((key, index) => {
    if (['__proto__', 'constructor', 'prototype'].includes(key))
      throw invalid(`Received unknown parameter: ${key}`, key)
    const last = index === path.length - 1
    if (last && !append) {
      node[key] = value
      return
    }
    const next = node[key]
    const branch: { [key: string]: Node } = typeof next === 'object' ? next : {}
    node[key] = branch
    if (last) branch[String(Object.keys(branch).length)] = value
    node = branch
  })
}
