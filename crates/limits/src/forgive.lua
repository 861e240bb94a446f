-- Takes one try with a key back. The arguments are those of a try.
local kept = redis.call('HMGET', KEYS[1], 'count', 'last')
local count = tonumber(kept[1] or 0) - 1
if count < 0 then
  return 0
end
local free, first, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local next = 0
if count >= free then
  next = math.min(first * 2 ^ math.min(count - free, 60), longest)
end
redis.call('HSET', KEYS[1], 'count', count, 'until', string.format('%.0f', tonumber(kept[2]) + next))
return count
