type Row = { id: string; created?: number }

/** Objects of one kind, in the order of their creation. */
export class Table<T extends Row> {
  private readonly byId = new Map<string, T>()
  private readonly order: T['id'][] = []

  get size() {
    return this.order.length
  }

  get(id: string): T | undefined {
    return this.byId.get(id)
  }

  set(row: T) {
    if (!this.byId.has(row.id)) this.place(row)
    this.byId.set(row.id, row)
  }

  delete(id: string) {
    if (this.byId.delete(id)) this.order.splice(this.order.lastIndexOf(id), 1)
  }

  /** Newest first. */
  *newest(): Generator<T> {
    for (let i = this.order.length - 1; i >= 0; i--) yield* this.at(i)
  }

  /** Oldest first. */
  *oldest(): Generator<T> {
    for (let i = 0; i < this.order.length; i++) yield* this.at(i)
  }

  /** In the order in which they came in, which for late entries is not the order of their dates. */
  arrived(): IterableIterator<T> {
    return this.byId.values()
  }

  /** Those created before `id`, newest first. */
  *olderThan(id: string): Generator<T> {
    for (let i = this.order.lastIndexOf(id) - 1; i >= 0; i--) yield* this.at(i)
  }

  /** Those created after `id`, oldest first. */
  *newerThan(id: string): Generator<T> {
    for (let i = this.order.lastIndexOf(id) + 1; i < this.order.length; i++) yield* this.at(i)
  }

  private *at(index: number): Generator<T> {
    const id = this.order[index]
    const row = id === undefined ? undefined : this.byId.get(id)
    if (row) yield row
  }

  // An entry may be dated earlier than the newest one (Stripe's late balance transactions): it sorts by its date.
  private place(row: T) {
    let index = this.order.length
    const created = row.created
    if (created !== undefined) {
      while (index > 0 && (this.byId.get(this.order[index - 1] ?? '')?.created ?? 0) > created) index--
    }
    this.order.splice(index, 0, row.id)
  }
}
