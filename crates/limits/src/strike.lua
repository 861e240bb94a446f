-- Counts a try with each key, unless one of them has to wait. Four arguments for each key: how many tries are free,
-- and in microseconds the first wait, the longest, and how long tries are remembered. Answers how long to wait, or 0,
-- and how many tries there are with each key now.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local wait, counts = 0, {}
for i, key in ipairs(KEYS) do
  local kept = redis.call('HMGET', key, 'count', 'until')
  counts[i] = tonumber(kept[1] or 0)
  local longest = tonumber(ARGV[4 * i - 1])
  wait = math.max(wait, math.min(tonumber(kept[2] or 0) - now, longest))
end
if wait > 0 then
  return {math.ceil(wait), {}}
end
for i, key in ipairs(KEYS) do
  local free, first = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2])
  local longest, memory = tonumber(ARGV[4 * i - 1]), tonumber(ARGV[4 * i])
  local count = counts[i] + 1
  counts[i] = count
  local next = 0
  if count >= free then
    next = math.min(first * 2 ^ math.min(count - free, 60), longest)
  end
  redis.call('HSET', key, 'count', count, 'last', string.format('%.0f', now), 'until', string.format('%.0f', now + next))
  redis.call('PEXPIRE', key, math.ceil(memory / 1000))
end
return {0, counts}
