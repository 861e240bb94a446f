-- Takes one from each key, up to the first that has none left. Two arguments for each key, in microseconds: how long
-- one takes to come back, and how far ahead of the clock the payment may be. Answers, for each key, whether there was
-- one, and how far ahead the payment is now.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local refused, answers = false, {}
for i, key in ipairs(KEYS) do
  local interval, tolerance = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local paid = tonumber(redis.call('GET', key) or 0)
  paid = math.min(math.max(paid, now), now + tolerance)
  -- A thousandth of a microsecond is what the fractions may be off by.
  local allowed = paid + interval - now <= tolerance + 0.3
  if allowed and not refused then
    paid = paid + interval
    redis.call('SET', key, string.format('%.3f', paid), 'PX', math.ceil((paid - now) / 1000) + 1)
  end
  refused = refused or not allowed
  answers[i] = { allowed and 1 or 0, math.floor(paid - now) }
end
return answers
