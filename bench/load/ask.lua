-- Ask for the addresses of a file, one after the other, each thread for its share; tell exact figures at the end.
-- Arguments after `--`: file of paths, host, country.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  local headers = {
    ["Host"] = args[2],
    ["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8",
    ["Accept-Language"] = "en",
    ["Accept-Encoding"] = "gzip, deflate, br, zstd",
  }
  if args[3] and args[3] ~= "" then headers["Cookie"] = "country=" .. args[3] end
  requests, place, wraps = {}, 0, 0
  local line = 0
  for path in io.lines(args[1]) do
    -- Both threads share one address when there is but one.
    if line % 2 == number or line == 0 then requests[#requests + 1] = wrk.format("GET", path, headers) end
    line = line + 1
  end
end

function request()
  place = place + 1
  if place > #requests then place, wraps = 1, wraps + 1 end
  return requests[place]
end

function done(summary, latency)
  local wraps = 0
  for _, thread in ipairs(threads) do wraps = math.max(wraps, thread:get("wraps")) end
  local errors = summary.errors
  io.write(string.format(
    'FIGURES {"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, "refused": %d, "broken": %d, "wraps": %d}\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, wraps))
end
