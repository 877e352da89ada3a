"""What is looked at on a page: whether it fits its screen, cuts a label, and shows what is in it in visual order."""

# The pieces whose letters keep their order in every language: signs with their numbers, percentages, codes, times.
PIECES = (
    r"[+−±]\d[\d.,]*|\d[\d.,]*%|[A-Z]{2,}(?:/[A-Za-z0-9.]+)+|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}|NR\d|\d+/\d+|[0-9a-f]{8,}"
)

# What folds is unfolded: a table in it may be wider than the screen, and must scroll by itself.
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
TOO_WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"
# What is cut: a label or button whose words are wider than it is.
CUT = """() => [...document.querySelectorAll('label, button, .button, th, summary, .tag, .nav a, h1, h2, h3')]
  .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
    && ['hidden', 'clip'].includes(getComputedStyle(one).overflowX) && !one.closest('.visually-hidden'))
  .map(one => one.textContent.trim().slice(0, 60))"""
# Each piece with its letters sorted by where they stand on the screen.
READ = """pieces => {
  const found = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.parentElement.checkVisibility() || node.parentElement.closest('script, style')) continue
    for (const piece of node.data.matchAll(new RegExp(pieces, 'g'))) {
      const letters = [...piece[0]].map((letter, place) => {
        const range = document.createRange()
        range.setStart(node, piece.index + place)
        range.setEnd(node, piece.index + place + 1)
        const box = range.getBoundingClientRect()
        return { letter, left: box.left, top: box.top }
      })
      if (letters.some(one => Math.abs(one.top - letters[0].top) > 3)) continue
      const seen = [...letters].sort((one, other) => one.left - other.left).map(one => one.letter).join('')
      found.push([piece[0], seen, node.data.trim().slice(0, 80)])
    }
  }
  return found
}"""
