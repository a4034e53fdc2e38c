<#-- META-INF/NOTICE of a jar: see license-maven-plugin in pom.xml -->
This jar needs the following libraries at run time. It holds none of them.

<#list dependencyMap as entry>
<#assign library = entry.getKey() licenses = entry.getValue()>
* ${library.name} ${library.version} (${library.groupId}:${library.artifactId})
  ${licenses?join(" or ")}<#if library.url??>; ${library.url}</#if>
</#list>
