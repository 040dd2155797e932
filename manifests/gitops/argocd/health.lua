-- Health of an MLFDRun for Argo CD, which hands over the object as obj.
local hs = {status = "Progressing", message = "waits for the operator"}
local status = obj.status
if status == nil or status.conditions == nil then
  return hs
end
if status.observedGeneration ~= obj.metadata.generation then
  hs.message = "waits for the operator to see the changed spec"
  return hs
end

local conditions = {}
for _, condition in ipairs(status.conditions) do
  conditions[condition.type] = condition
end
local function is(type, value)
  return conditions[type] ~= nil and conditions[type].status == value
end
local function say(health, type)
  hs.status = health
  hs.message = conditions[type].message
  return hs
end

if is("Accepted", "False") then
  return say("Degraded", "Accepted")
end
if is("Failed", "True") then
  return say("Degraded", "Failed")
end
if is("Complete", "True") then
  return say("Healthy", "Complete")
end
-- While its processes are being stopped, a run is on its way to being suspended.
if is("Suspended", "True") and not is("Reconciling", "True") then
  return say("Suspended", "Suspended")
end
if conditions["Progressing"] ~= nil then
  return say("Progressing", "Progressing")
end
return hs
