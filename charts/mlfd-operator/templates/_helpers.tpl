{{- /* What the Deployment, the budget and the Service select: fixed, since a Deployment's selector cannot change. */}}
{{- define "mlfd-operator.selector" -}}
app.kubernetes.io/name: mlfd-operator
{{- end }}

{{- define "mlfd-operator.labels" -}}
{{ include "mlfd-operator.selector" . }}
app.kubernetes.io/part-of: mlfd
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
{{- end }}

{{- /* A reference to an image: takes a list of its values and the chart's appVersion. */}}
{{- define "mlfd-operator.image" -}}
{{- $image := index . 0 }}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ default (index . 1) $image.tag }}
{{- end }}
{{- end }}

{{- /* What the operator may do where it works. It never writes to a run's spec, creates nothing but Jobs and claims, and updates nothing of them but a claim's owner. */}}
{{- define "mlfd-operator.rules" -}}
- apiGroups: [mlfd.io]
  resources: [mlfdruns]
  verbs: [get, list, watch]
- apiGroups: [mlfd.io]
  resources: [mlfdruns/status]
  verbs: [patch]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, delete]
# Deleted are pods that a Job left behind, by name: Jobs take their pods down themselves.
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch, delete]
# How far a stage is, it says in its log.
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
# Claims go with their run, by owner reference, which is patched where spec.retention.onDelete changes.
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, watch, create, patch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
# Why a Job has no pod (quota, admission), and why a pod's container is not made (mounts), is said in events only.
- apiGroups: [""]
  resources: [events]
  verbs: [list]
# What Kueue says about a Job that it holds. Without Kueue, or without this rule, a run says only that it is held.
- apiGroups: [kueue.x-k8s.io]
  resources: [workloads]
  verbs: [list]
{{- end }}

{{- /* A list of texts as CEL writes it. The schema keeps quotes and backslashes out of them. */}}
{{- define "mlfd-operator.cel" -}}
[{{ range $index, $text := . }}{{ if $index }}, {{ end }}'{{ $text }}'{{ end }}]
{{- end }}

{{- /* What a policy answers: takes a list of where, what the texts are, and the texts. */}}
{{- define "mlfd-operator.allowed" -}}
{{- $texts := index . 2 -}}
{{- if $texts -}}
{{ index . 0 }}only {{ index . 1 }}{{ if eq (len $texts) 1 }}{{ first $texts }}{{ else }}{{ join ", " (initial $texts) }} and {{ last $texts }}{{ end }} are allowed here
{{- else -}}
{{ index . 0 }}is not allowed here
{{- end }}
{{- end }}
