import { delay } from '#app/platform/delay.ts'

/** Waits until it is so; fails after `seconds`. */
export async function until(isSo: () => Promise<boolean>, seconds = 60): Promise<void> {
  const deadline = performance.now() + seconds * 1_000
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`it was not so within ${seconds} s: ${isSo}`)
    await delay(100)
  }
}
