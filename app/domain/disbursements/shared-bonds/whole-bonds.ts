/** Of which bond that funds share a row is a part, and how many parts that has; null where it is nobody else's. */
type OfShared = { shared: { id: string; parts: number } | null }

/**
 * Bond by bond, in the order of their first rows: one of its own alone, one that funds share with all its parts. What lacks a
 * part has it in a fund that the reader does not serve: its acts would be refused, so it is left out.
 */
export function wholeBonds<Row extends OfShared>(rows: readonly Row[]): [Row, ...Row[]][] {
  const bonds: [Row, ...Row[]][] = []
  const shared = new Map<string, [Row, ...Row[]]>()
  for (const row of rows) {
    const begun = row.shared && shared.get(row.shared.id)
    if (begun) begun.push(row)
    else {
      const bond: [Row, ...Row[]] = [row]
      bonds.push(bond)
      if (row.shared) shared.set(row.shared.id, bond)
    }
  }
  return bonds.filter((bond) => bond.length === (bond[0].shared?.parts ?? 1))
}
