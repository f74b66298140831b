/** The most that the process held beyond what it held before, looked at twenty times a second: its loader and tests are not the work. */
export function watchMemory(): { stop(): number } {
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 50)
  return {
    stop: () => {
      clearInterval(timer)
      return (most - before) / 1024 / 1024
    },
  }
}
