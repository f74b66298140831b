/** When a fund's telephone is answered: weekdays (1 is Monday) and times of day in the organization's time zone. */
export type Hours = { firstDay: number; lastDay: number; opens: string; closes: string }

const pattern = /^([1-7])-([1-7]) ((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/

/** Reads `1-5 09:00-17:00`. Throws RangeError for anything else; the database holds nothing else. */
export function readHours(text: string): Hours {
  const [, firstDay, lastDay, opens, closes] = pattern.exec(text) ?? []
  if (!firstDay || !lastDay || !opens || !closes) throw new RangeError('hours that do not fit their pattern')
  return { firstDay: Number(firstDay), lastDay: Number(lastDay), opens, closes }
}
